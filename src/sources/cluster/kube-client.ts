// The one part of the Kubernetes client that is used, so that a bundle leaves out the others, which are 5 MB.
export { KubeConfig } from '@kubernetes/client-node';
