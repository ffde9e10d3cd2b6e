import { proveShard } from './prove-shard.ts';

await proveShard(3);
