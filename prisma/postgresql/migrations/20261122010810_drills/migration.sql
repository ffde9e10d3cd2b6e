-- CreateTable
CREATE TABLE "drill_card" (
    "userId" TEXT NOT NULL,
    "drillId" TEXT NOT NULL,
    "due" TIMESTAMP(3) NOT NULL,
    "stability" DOUBLE PRECISION NOT NULL,
    "difficulty" DOUBLE PRECISION NOT NULL,
    "scheduledDays" INTEGER NOT NULL,
    "learningSteps" INTEGER NOT NULL,
    "reps" INTEGER NOT NULL,
    "lapses" INTEGER NOT NULL,
    "state" INTEGER NOT NULL,
    "lastReview" TIMESTAMP(3),
    "bestSeconds" INTEGER,

    CONSTRAINT "drill_card_pkey" PRIMARY KEY ("userId","drillId")
);

-- CreateTable
CREATE TABLE "drill_run" (
    "id" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "drillId" TEXT NOT NULL,
    "exerciseId" TEXT NOT NULL,
    "startedAt" TIMESTAMP(3) NOT NULL,
    "endedAt" TIMESTAMP(3),
    "result" TEXT,
    "seconds" INTEGER,
    "hints" INTEGER NOT NULL DEFAULT 0,
    "solutionAt" TIMESTAMP(3),
    "rating" INTEGER,

    CONSTRAINT "drill_run_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "drill_set" (
    "userId" TEXT NOT NULL,
    "day" TEXT NOT NULL,
    "drills" TEXT NOT NULL,

    CONSTRAINT "drill_set_pkey" PRIMARY KEY ("userId","day")
);

-- CreateIndex
CREATE INDEX "drill_run_userId_startedAt_idx" ON "drill_run"("userId", "startedAt");

-- AddForeignKey
ALTER TABLE "drill_card" ADD CONSTRAINT "drill_card_userId_fkey" FOREIGN KEY ("userId") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "drill_run" ADD CONSTRAINT "drill_run_userId_fkey" FOREIGN KEY ("userId") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "drill_set" ADD CONSTRAINT "drill_set_userId_fkey" FOREIGN KEY ("userId") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;
