/** A number from 0 to below 2³² that spreads entities evenly (FNV-1a). It stands behind what is stored: it never changes. */
export const entityHash = (entity: string): number => {
  let hash = 0x811c9dc5;
  for (let place = 0; place < entity.length; place++) hash = Math.imul(hash ^ entity.charCodeAt(place), 0x01000193);
  // The low bits of FNV alone are poor at telling ids apart that differ in one digit.
  return (hash ^ (hash >>> 15)) >>> 0;
};
