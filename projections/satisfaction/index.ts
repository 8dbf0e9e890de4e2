export { satisfaction } from './satisfaction.projection';
