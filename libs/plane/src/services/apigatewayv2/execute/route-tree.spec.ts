import { describe, expect, it } from 'vitest';
import { parseRouteKey } from '../route-key.ts';
import { RouteTree } from './route-tree.ts';

const treeOf = (...keys: string[]): RouteTree<string> => {
  const tree = new RouteTree<string>();
  for (const key of keys) tree.add(parseRouteKey(key), key);
  return tree;
};

const find = (tree: RouteTree<string>, request: string) => {
  const [method, path] = request.split(' ') as [string, string];
  const found = tree.find(method, path === '/' ? [] : path.slice(1).split('/'));
  return found && [found.route, ...(found.parameters ? [found.parameters] : [])];
};

describe('RouteTree', () => {
  const pets = treeOf(
    ...['GET /pets/dog/1', 'GET /pets/dog/{id}', 'GET /pets/{proxy+}', 'ANY /{proxy+}', '$default'],
    ...['POST /pets/dog/1', 'ANY /pets', 'GET /'],
  );

  it.each([
    ['GET /pets/dog/1', ['GET /pets/dog/1']],
    ['POST /pets/dog/1', ['POST /pets/dog/1']],
    ['GET /pets/dog/2', ['GET /pets/dog/{id}', { id: '2' }]],
    ['GET /pets/cat/1', ['GET /pets/{proxy+}', { proxy: 'cat/1' }]],
    ['PUT /pets/dog/1', ['ANY /{proxy+}', { proxy: 'pets/dog/1' }]],
    ['POST /test/5', ['ANY /{proxy+}', { proxy: 'test/5' }]],
    ['DELETE /pets', ['ANY /pets']],
    ['GET /', ['GET /']],
    ['POST /', ['$default']],
  ])('%s', (request, expected) => {
    expect(find(pets, request)).toEqual(expected);
  });

  it('prefers a full match of any kind to a greedy one, and the longest greedy prefix', () => {
    const tree = treeOf('GET /a/{proxy+}', 'GET /{x}/b', 'GET /a/{y}/{rest+}');
    expect(find(tree, 'GET /a/b')).toEqual(['GET /{x}/b', { x: 'a' }]);
    expect(find(tree, 'GET /a/c')).toEqual(['GET /a/{proxy+}', { proxy: 'c' }]);
    expect(find(tree, 'GET /a/c/d/e')).toEqual(['GET /a/{y}/{rest+}', { y: 'c', rest: 'd/e' }]);
  });

  it('goes back where text leads nowhere', () => {
    const tree = treeOf('GET /a/b/c', 'GET /a/{x}/d', 'GET /{w}/b/e');
    expect(find(tree, 'GET /a/b/d')).toEqual(['GET /a/{x}/d', { x: 'b' }]);
    expect(find(tree, 'GET /a/b/e')).toEqual(['GET /{w}/b/e', { w: 'a' }]);
    expect(find(tree, 'GET /a/b/f')).toBeUndefined();
  });

  it('takes a method of its own before ANY', () => {
    const tree = treeOf('ANY /x/{id}', 'GET /x/{user}', 'ANY /y/{proxy+}', 'GET /y/{all+}');
    expect(find(tree, 'GET /x/1')).toEqual(['GET /x/{user}', { user: '1' }]);
    expect(find(tree, 'PATCH /x/1')).toEqual(['ANY /x/{id}', { id: '1' }]);
    expect(find(tree, 'GET /y/1')).toEqual(['GET /y/{all+}', { all: '1' }]);
  });

  it('lets no variable be empty, and knows no key by a property of objects', () => {
    const tree = treeOf('GET /x/{id}', 'GET /y/{proxy+}');
    expect(find(tree, 'GET /x/')).toBeUndefined();
    expect(find(tree, 'GET /x')).toBeUndefined();
    expect(find(tree, 'GET /y')).toBeUndefined();
    expect(find(tree, 'GET /y/')).toBeUndefined();
    expect(find(tree, 'GET /constructor')).toBeUndefined();
    expect(find(tree, 'GET /x/__proto__')).toEqual(['GET /x/{id}', { id: '__proto__' }]);
  });
});

describe('parseRouteKey', () => {
  it.each([
    'GET',
    'get /x',
    'GET x',
    'FETCH /x',
    '$other',
    '',
    'GET /a b',
    'GET /a/{x+}/b',
    'GET /{a}/{a}',
    'GET /a//b',
  ])('refuses %j', (key) => {
    expect(() => parseRouteKey(key)).toThrow(expect.objectContaining({ code: 'BadRequestException' }));
  });
});
