/**
 * Structured logs: one JSON object a line on stdout. What a person wrote, cookies and credentials never go in: log ids,
 * codes, counts and durations.
 */
import pino from 'pino';

export const log = pino({
	level: process.env['WAYPOST_LOG_LEVEL'] ?? 'info',
	base: { app: 'waypost' },
	timestamp: pino.stdTimeFunctions.isoTime,
	formatters: { level: (level) => ({ level }) },
	redact: {
		paths: ['password', 'token', 'cookie', 'authorization', '*.password', '*.token', '*.cookie'],
		censor: '[redacted]'
	}
});
