-- CreateTable
CREATE TABLE "drill_card" (
    "userId" TEXT NOT NULL,
    "drillId" TEXT NOT NULL,
    "due" DATETIME NOT NULL,
    "stability" REAL NOT NULL,
    "difficulty" REAL NOT NULL,
    "scheduledDays" INTEGER NOT NULL,
    "learningSteps" INTEGER NOT NULL,
    "reps" INTEGER NOT NULL,
    "lapses" INTEGER NOT NULL,
    "state" INTEGER NOT NULL,
    "lastReview" DATETIME,
    "bestSeconds" INTEGER,

    PRIMARY KEY ("userId", "drillId"),
    CONSTRAINT "drill_card_userId_fkey" FOREIGN KEY ("userId") REFERENCES "user" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "drill_run" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "userId" TEXT NOT NULL,
    "drillId" TEXT NOT NULL,
    "exerciseId" TEXT NOT NULL,
    "startedAt" DATETIME NOT NULL,
    "endedAt" DATETIME,
    "result" TEXT,
    "seconds" INTEGER,
    "hints" INTEGER NOT NULL DEFAULT 0,
    "solutionAt" DATETIME,
    "rating" INTEGER,
    CONSTRAINT "drill_run_userId_fkey" FOREIGN KEY ("userId") REFERENCES "user" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "drill_set" (
    "userId" TEXT NOT NULL,
    "day" TEXT NOT NULL,
    "drills" TEXT NOT NULL,

    PRIMARY KEY ("userId", "day"),
    CONSTRAINT "drill_set_userId_fkey" FOREIGN KEY ("userId") REFERENCES "user" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateIndex
CREATE INDEX "drill_run_userId_startedAt_idx" ON "drill_run"("userId", "startedAt");
