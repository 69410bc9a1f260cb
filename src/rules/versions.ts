// The Kubernetes versions that the rules know.

/** The newest version whose changes the rules cover; the goal of a scan where none is named. */
export const NEWEST_KUBERNETES = '1.37';
