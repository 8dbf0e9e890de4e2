import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';

/** What the api offers, in full only in a build: the compiler reads shapes and sentences off the classes. */
export const openApiDocument = (app: INestApplication): OpenAPIObject => {
  const document = new DocumentBuilder()
    .setTitle('民情 Minqing')
    .setDescription(
      [
        '基层走访、交办、民主评议的事件溯源台账。命令写入事实，查询读取由事实算出的数字；每个回答都带日志位置。',
        '',
        'The event-sourced ledger of grassroots casework and democratic evaluation. Commands append facts, queries read figures',
        'computed from them; every answer carries the log position it was computed at.',
        '',
        '每条命令须带 `Idempotency-Key`（UUID）：内容相同则得到同样的回答，内容不同则被拒绝（409）。',
        'Every command carries an `Idempotency-Key`: the same content gets the same answer again, other content is refused (409).',
      ].join('\n'),
    )
    .setVersion('1')
    .addBearerAuth()
    .build();
  return SwaggerModule.createDocument(app, document);
};

/** The document at /v1/openapi.json and a page to browse it at /v1/docs. */
export const serveOpenApi = (app: INestApplication): void => {
  SwaggerModule.setup('v1/docs', app, () => openApiDocument(app), {
    jsonDocumentUrl: 'v1/openapi.json',
    yamlDocumentUrl: 'v1/openapi.yaml',
    customSiteTitle: '民情 Minqing API',
  });
};
