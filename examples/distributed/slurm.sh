#!/bin/sh
# Explores ./orders.ts with eight tasks of a Slurm array:  sbatch slurm.sh
# A shard that is missing runs again with its number alone:  sbatch --array=2 slurm.sh
#SBATCH --job-name=kafka-trial
#SBATCH --array=0-7
#SBATCH --cpus-per-task=2
#SBATCH --mem=1G
#SBATCH --time=01:00:00
#SBATCH --output=kafka-trial-%a.txt

# The array counts from 0, and the count is given, so that `auto/8` finds the shard also if only some of the tasks run again.
# `exec`, and not through npx: the signal that Slurm sends before it kills the task reaches kafka-trial, which then writes its report.
exec node_modules/.bin/kafka-trial explore ./orders.ts --plan two-faults --all \
  --shard auto/8 --workers "${SLURM_CPUS_PER_TASK:-1}" --report "reports/$SLURM_ARRAY_TASK_ID.json"
