/** The Idempotency-Key of what is being asked for: kept while the same is asked for again after a lost answer, until it has succeeded. */
export class Attempt {
  private body = ''
  private key = ''

  keyOf(body: unknown): string {
    const next = JSON.stringify(body)
    if (next !== this.body) this.begin(next)
    return this.key
  }

  succeeded() {
    this.begin('')
  }

  private begin(body: string) {
    this.body = body
    this.key = crypto.randomUUID()
  }
}
