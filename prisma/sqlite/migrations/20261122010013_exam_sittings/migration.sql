-- CreateTable
CREATE TABLE "exam_sitting" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "userId" TEXT NOT NULL,
    "exam" TEXT NOT NULL,
    "seed" TEXT NOT NULL,
    "profile" TEXT NOT NULL,
    "locale" TEXT NOT NULL,
    "startsAt" DATETIME NOT NULL,
    "endsAt" DATETIME NOT NULL,
    "finishedAt" DATETIME,
    "finishReason" TEXT,
    "flags" TEXT NOT NULL DEFAULT '[]',
    "notes" TEXT NOT NULL DEFAULT '',
    "visits" TEXT NOT NULL DEFAULT '[]',
    "result" TEXT,
    CONSTRAINT "exam_sitting_userId_fkey" FOREIGN KEY ("userId") REFERENCES "user" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateIndex
CREATE INDEX "exam_sitting_userId_exam_idx" ON "exam_sitting"("userId", "exam");
