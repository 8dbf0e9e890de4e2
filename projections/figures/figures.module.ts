import { Module } from '@nestjs/common';
import { FiguresController } from './figures.controller';
import { Figures } from './figures.query';

/** Needs `ReadSide`, `Clock` and `DivisionTree` from whoever serves it. */
@Module({ controllers: [FiguresController], providers: [Figures], exports: [Figures] })
export class FiguresModule {}
