/**
 * A lifecycle is data: the UI draws its buttons from it, the mutator decides by it, the documents print it, and a
 * property test walks it.
 */
export interface Transition<State extends string = string, Verb extends string = string> {
	readonly verb: Verb;
	readonly from: readonly State[];
	readonly to: State;
	/** Arguments that must be given (non-empty) for this step. */
	readonly needs?: readonly string[];
	/** Name of a condition on the row, decided by the module's rules. */
	readonly guard?: string;
	/** Permission needed for the step. */
	readonly permission: string;
}

export interface Lifecycle<State extends string = string, Verb extends string = string> {
	readonly name: string;
	readonly states: readonly State[];
	readonly initial: State;
	/** States in which work is over: nothing leaves them but what the transitions say. */
	readonly closed: readonly State[];
	readonly transitions: readonly Transition<State, Verb>[];
}

export function defineLifecycle<const State extends string, const Verb extends string>(
	lifecycle: Lifecycle<State, Verb>
): Lifecycle<State, Verb> {
	return lifecycle;
}

/** The step that `verb` takes from `state`, or undefined where it is not a legal one. */
export function stepFrom<State extends string, Verb extends string>(
	lifecycle: Lifecycle<State, Verb>,
	state: State,
	verb: Verb
): Transition<State, Verb> | undefined {
	return lifecycle.transitions.find((step) => step.verb === verb && step.from.includes(state));
}

export function stepsFrom<State extends string, Verb extends string>(
	lifecycle: Lifecycle<State, Verb>,
	state: State
): readonly Transition<State, Verb>[] {
	return lifecycle.transitions.filter((step) => step.from.includes(state));
}
