// References of container images, taken apart.

export interface ImageParts {
  /** Registry and path, without tag and digest; `docker.io/` and `library/` left out where they say nothing. */
  readonly repository: string;
  readonly tag?: string;
  readonly digest?: string;
}

/** The parts of an image reference; nothing for a text that cannot be one. */
export function imageParts(image: string): ImageParts | undefined {
  const bare = image.trim().replace(/^(?:docker-pullable|docker):\/\//, '');
  if (bare === '' || /\s/.test(bare) || bare.length > 1000) return undefined;
  const [name = '', digest] = bare.split('@', 2);
  const colon = name.lastIndexOf(':');
  const tagged = colon > name.lastIndexOf('/');
  const repository = (tagged ? name.slice(0, colon) : name).replace(/^(?:index\.)?docker\.io\//, '').replace(/^library\//, '');
  if (repository === '') return undefined;
  return { repository, ...(tagged ? { tag: name.slice(colon + 1) } : {}), ...(digest === undefined ? {} : { digest }) };
}
