-- CreateTable
CREATE TABLE "exam_sitting" (
    "id" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "exam" TEXT NOT NULL,
    "seed" TEXT NOT NULL,
    "profile" TEXT NOT NULL,
    "locale" TEXT NOT NULL,
    "startsAt" TIMESTAMP(3) NOT NULL,
    "endsAt" TIMESTAMP(3) NOT NULL,
    "finishedAt" TIMESTAMP(3),
    "finishReason" TEXT,
    "flags" TEXT NOT NULL DEFAULT '[]',
    "notes" TEXT NOT NULL DEFAULT '',
    "visits" TEXT NOT NULL DEFAULT '[]',
    "result" TEXT,

    CONSTRAINT "exam_sitting_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "exam_sitting_userId_exam_idx" ON "exam_sitting"("userId", "exam");

-- AddForeignKey
ALTER TABLE "exam_sitting" ADD CONSTRAINT "exam_sitting_userId_fkey" FOREIGN KEY ("userId") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;
