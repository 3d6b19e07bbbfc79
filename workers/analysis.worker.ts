import { expose } from 'comlink';
import { recurringMatters, similarTickets, ticketText } from '#domain/tickets/index.ts';
import type { AnalysisWorker } from './contracts/analysis-worker.ts';

const api: AnalysisWorker = {
	similar: async (of, among, most) => similarTickets(ticketText(of), among.map(ticketText), most),
	recurring: async (among, least) => recurringMatters(among.map(ticketText), least)
};

expose(api);
