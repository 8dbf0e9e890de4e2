/** Where a person finds what runs. */
export const addressesOf = (apiUrl: string): string =>
  [
    `  接口 API       ${apiUrl}/v1`,
    `  文档 API docs  ${apiUrl}/v1/docs`,
    `  健康 Health    ${apiUrl}/health/ready`,
    `  指标 Metrics   ${apiUrl}/metrics`,
  ].join('\n');
