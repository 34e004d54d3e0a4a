/** Reads the records of large files for the import worker, which meanwhile makes orders of them. */
import { serveFeeds } from './core/import/feedPort';

serveFeeds(self as unknown as Parameters<typeof serveFeeds>[0]);
self.postMessage({ type: 'ready' });
