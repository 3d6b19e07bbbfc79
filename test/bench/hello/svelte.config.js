import adapter from '@sveltejs/adapter-node';

/** The smallest Kit app: the floor of what a first load costs. */
export default { kit: { adapter: adapter({ out: 'build' }) } };
