import { defineConfig } from 'prisma/config';

/** Only for `prisma generate`, `validate` and `format`; migrations are applied by app/_lib/db/migrate.ts. */
export default defineConfig({ schema: process.env.KUBEDRILL_PRISMA_SCHEMA ?? 'prisma/schema.prisma' });
