import { DivisionTree, unitCovers } from './division-tree';

describe('the tree of divisions', () => {
  const tree = new DivisionTree();

  it('holds the real villages with the way up to the province', () => {
    const village = tree.resolve('330411101243')!;
    expect(village).toEqual({ level: 'VILLAGE', code: '330411101243', name: '南汇村委会' });
    expect(tree.path(village).map(({ name }) => name)).toEqual(['浙江省', '嘉兴市', '秀洲区', '王江泾镇', '南汇村委会']);
  });

  it('keeps a city and a county of one code apart', () => {
    expect(tree.find('CITY', '441900000000')?.name).toBe('东莞市');
    expect(tree.find('COUNTY', '441900000000')?.name).toBe('东莞市');
    expect(tree.resolve('441900000000')?.level).toBe('CITY');
    expect(tree.resolve('COUNTY:441900000000')?.level).toBe('COUNTY');
  });

  it('knows every division once', () => {
    expect([...tree.all].filter(({ level }) => level === 'VILLAGE')).toHaveLength(1_202 + 26_842);
    expect(tree.children(tree.resolve('330411101000')!).every(({ level }) => level === 'VILLAGE')).toBe(true);
  });

  it('resolves nothing that is not there', () => {
    expect(tree.resolve('999999999999')).toBeUndefined();
    expect(tree.resolve('3304111012430')).toBeUndefined();
  });
});

describe('a unit', () => {
  it.each([
    ['330411101243', '330411101243', true],
    ['330411101243', '330411101244', false],
    ['330411101000', '330411101243', true],
    ['330411000000', '330411101243', true],
    ['330000000000', '330411101243', true],
    ['441900000000', '330411101243', false],
    ['*', '330411101243', true],
  ])('%s covering %s: %p', (unit, code, covers) => expect(unitCovers(unit, code)).toBe(covers));
});
