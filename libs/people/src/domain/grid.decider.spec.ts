import { specification } from '@minqing/spec-kit';
import { grid } from './grid.decider';

const { given } = specification(grid);

const define = { type: 'DefineGrid', gridCode: '330411101243001', villageCode: '330411101243', name: '东5组' } as const;
const { type: _, ...data } = define;

it('defines a grid once, under its village’s code (LNK-1, D-01)', () => {
  given().when(define).then({ type: 'GridDefined', data });
  given({ type: 'GridDefined', data }).when(define).thenRefused({ code: 'GRID_EXISTS', field: 'gridCode', gridCode: '330411101243001' });
  given()
    .when({ ...define, gridCode: '330411103201001' })
    .thenRefused({ code: 'GRID_NOT_IN_VILLAGE', field: 'gridCode', gridCode: '330411103201001' });
});
