/** The WHERE of one query: conditions joined by AND, each value a numbered parameter, never part of the text. */
export class Conditions {
  private readonly texts: string[] = [];
  readonly parameters: unknown[] = [];

  /** Adds `sql`, in which each `?` stands for the next value. */
  add(sql: string, ...values: readonly unknown[]): this {
    let next = 0;
    this.texts.push(sql.replaceAll('?', () => this.parameter(values[next++])));
    if (next !== values.length) throw new Error(`${sql}: ${values.length} values for ${next} places`);
    return this;
  }

  /** Adds `column = value` for each value that is given. */
  equal(wanted: Readonly<Record<string, string | boolean | undefined>>): this {
    for (const [column, value] of Object.entries(wanted)) if (value !== undefined) this.add(`${column} = ?`, value);
    return this;
  }

  /** The place of one more parameter, for other parts of the same statement: `$3`. */
  parameter(value: unknown): string {
    return `$${this.parameters.push(value)}`;
  }

  get where(): string {
    return this.texts.length === 0 ? '' : `WHERE ${this.texts.join(' AND ')}`;
  }
}
