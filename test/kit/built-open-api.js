// Prints the OpenAPI document of the build. Nothing is connected to: a document needs no store and no database.
require('reflect-metadata');
const { NestFactory } = require('@nestjs/core');
const { FastifyAdapter } = require('@nestjs/platform-fastify');
const { DataSource } = require('typeorm');
const { ApiModule } = require('../../dist/apps/api/src/api.module.js');
const { openApiDocument } = require('../../dist/apps/api/src/open-api.js');

const parts = {
  eventstoreUrl: 'esdb://127.0.0.1:1?tls=false',
  database: new DataSource({ type: 'postgres', url: 'postgres://127.0.0.1:1/none' }),
  clock: { now: () => new Date(), stepped: false },
};
NestFactory.create(ApiModule.of({ ...parts, tokens: {}, log: {} }), new FastifyAdapter(), { logger: false, abortOnError: false }).then(
  (app) => process.stdout.write(JSON.stringify(openApiDocument(app)), () => process.exit(0)),
  (error) => {
    console.error(error);
    process.exit(1);
  },
);
