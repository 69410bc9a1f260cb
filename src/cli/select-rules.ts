// Loads the rules that a command was asked for.
import { UserError } from '../model/errors.ts';
import { type LoadOptions, loadRules, type RuleSet, UnknownRuleError } from '../rules/load.ts';
import { didYouMean } from './nearest.ts';
import { quoted } from './quoted.ts';

/** The rules asked for; unknown names are errors that say which name was meant, and so is a choice that leaves none. */
export async function selectRules(options: LoadOptions): Promise<RuleSet> {
  try {
    const selected = await loadRules(options);
    if (selected.rules.length > 0) return selected;
  } catch (error) {
    if (!(error instanceof UnknownRuleError)) throw error;
    throw new UserError(`unknown rule ${quoted(error.id)}${didYouMean(error.id, error.known, '; see unshim rules')}`, { cause: error });
  }
  throw new UserError('no rule is left to run');
}
