/**
 * Kernel: the words in which every module is written.
 *
 * row - a record with an id; root - a row that carries scopes; child - a row that hangs on one root;
 * scope - a set of readers; audience - the class of a child; mutator - a named write; verdict - what came of it;
 * context - who, when and under which mutation id; event - what happened, for reactions; lifecycle - states and the
 * steps between them, as data; registry - all of it in one value.
 */
export * from './blob.ts';
export * from './chain.ts';
export * from './failure.ts';
export * from './fields.ts';
export * from './hash.ts';
export * from './json.ts';
export * from './lifecycle.ts';
export * from './merge.ts';
export * from './mutator.ts';
export * from './query.ts';
export * from './registry.ts';
export * from './scope.ts';
export * from './table.ts';
export * from './time.ts';
export { absent, isRow, notHere, type Found, type ReadTx, type WriteTx } from './tx.ts';
