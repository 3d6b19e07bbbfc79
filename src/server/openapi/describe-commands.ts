import { toJsonSchema } from '@valibot/to-json-schema';
import type { Mutator, Registry } from '#domain/kernel/index.ts';
import { idempotencyHeader } from '#server/sync/endpoints-commands.ts';

const failureSchema = {
	type: 'object',
	required: ['error'],
	properties: {
		error: {
			type: 'object',
			required: ['code'],
			properties: {
				code: { type: 'string' },
				field: { type: 'string' },
				facts: { type: 'object' }
			}
		}
	}
};

const outcomeSchema = {
	type: 'object',
	required: ['mid', 'kind', 'v'],
	properties: {
		mid: { type: 'string' },
		kind: { enum: ['applied', 'merged', 'discarded'] },
		/** Merged: fields that kept the value of somebody who was first. */
		fields: { type: 'array', items: { type: 'string' } },
		v: { type: 'integer' }
	}
};

/** OpenAPI 3.1 of POST /api/commands/{name}. Checks that have no form in JSON Schema are left out of it. */
export function describeCommands(registry: Registry) {
	return {
		openapi: '3.1.0',
		info: { title: 'Waypost', version: '1' },
		paths: Object.fromEntries(
			registry.mutators.map((mutator) => [
				`/api/commands/${mutator.name}`,
				{ post: operationOf(mutator) }
			])
		),
		components: {
			schemas: { Failure: failureSchema, Outcome: outcomeSchema },
			securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: 'waypost.session_token' } }
		},
		security: [{ session: [] }]
	};
}

function operationOf({ name, permission, args }: Mutator) {
	const answer = (description: string, schema: string) => ({
		description,
		content: json({ $ref: `#/components/schemas/${schema}` })
	});
	return {
		operationId: name,
		tags: [name.slice(0, name.indexOf('.'))],
		'x-permission': permission,
		parameters: [
			{
				name: idempotencyHeader,
				in: 'header',
				required: true,
				schema: { type: 'string', format: 'uuid' }
			}
		],
		requestBody: { required: true, content: json(schemaOf(args)) },
		responses: {
			'200': answer('What came of it', 'Outcome'),
			default: answer('Refused: nothing was done', 'Failure')
		}
	};
}

function schemaOf(args: Mutator['args']) {
	const schema = toJsonSchema(args as Parameters<typeof toJsonSchema>[0], {
		errorMode: 'ignore',
		typeMode: 'input'
	});
	// OpenAPI 3.1 names the dialect once for the whole document.
	delete schema.$schema;
	return schema;
}

function json(schema: object) {
	return { 'application/json': { schema } };
}
