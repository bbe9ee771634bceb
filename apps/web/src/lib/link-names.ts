/** What the kinds of links that members add are called. */
export const linkNames: Record<'code' | 'project' | 'media' | 'dataset' | 'model' | 'demo', string> = {
  code: 'Code',
  project: 'Project page',
  media: 'Video, talk or picture',
  dataset: 'Data set',
  model: 'Model',
  demo: 'Demo',
};
