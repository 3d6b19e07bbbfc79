import { asking } from '#server/http/endpoint.ts';
import { runtime } from '#server/runtime.ts';
import { answerPut, answerRead, answerStatus } from './http.ts';

export const blobStatus = asking(({ session, event }) =>
	answerStatus(runtime().blobs, session, event.params['hash'] ?? '')
);

export const putBlob = asking(({ session, event }) =>
	answerPut(runtime().blobs, session, event.params['hash'] ?? '', event.request)
);

export const readBlob = asking(({ session, event }) => {
	const { blobs, store } = runtime();
	return answerRead(blobs, store, session, event.params['hash'] ?? '', event.url);
});
