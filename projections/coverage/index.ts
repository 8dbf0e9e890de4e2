export { coverage } from './coverage.projection';
