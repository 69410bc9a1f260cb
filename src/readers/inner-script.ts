// A script that another text is made of, put together from its pieces.
import type { Value } from './shell/value.ts';

export interface InnerScript {
  /** Its places are those of the text around it. */
  readonly script: Value;
  readonly language: 'shell' | 'powershell' | 'batch';
}
