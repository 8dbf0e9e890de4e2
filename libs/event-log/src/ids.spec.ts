import { isUuid, uuidv5 } from './ids';

describe('uuidv5', () => {
  it('is the one of RFC 9562', () => {
    expect(uuidv5('www.example.com', '6ba7b810-9dad-11d1-80b4-00c04fd430c8')).toBe('2ed6657d-e927-568b-95e1-2665a8aea6a2');
  });

  it('is a UUID, and case of the namespace does not matter', () => {
    const id = uuidv5('entity', '2ED6657D-E927-568B-95E1-2665A8AEA6A2');
    expect(isUuid(id)).toBe(true);
    expect(id).toBe(uuidv5('entity', '2ed6657d-e927-568b-95e1-2665a8aea6a2'));
  });
});
