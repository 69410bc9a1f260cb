// Where the project lives.

export const PROJECT_URL = 'https://github.com/unshim/unshim';
export const ISSUES_URL = `${PROJECT_URL}/issues`;
