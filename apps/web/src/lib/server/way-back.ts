/**
 * Where a form leads back to: a path of this site that the form names, else the one given. A form can be made elsewhere, so that
 * nothing but a path is taken.
 */
export function wayBack(form: FormData, otherwise: string): string {
  const back = form.get('back');
  if (typeof back !== 'string' || back.length > 4000 || !/^\/(?![/\\])[^\s\\]*$/.test(back)) return otherwise;
  return back;
}
