/** What a state means to the eye: the shapes of open, begun, waiting, solved, over, called off. */
export type WorkState = 'open' | 'progress' | 'pending' | 'resolved' | 'closed' | 'cancelled';
