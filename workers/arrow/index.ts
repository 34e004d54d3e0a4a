/** Tables to and from Arrow bytes. The only room that knows Arrow. */
export { encodeBatch } from './encodeBatch';
export { decodeBatch, rowsOf } from './decodeBatch';
export { decodePlain, encodePlain } from './plainBatch';
export { UnreadableChunk, type StoredTable, type StoredTypes } from './tables';
