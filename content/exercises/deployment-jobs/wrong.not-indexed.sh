# fails: parts/all-parts, parts/frames
# Six completions without indexes: six times the same work.
kubectl create job render -n batch --image=busybox:1.36 --dry-run=client -o yaml -- sh -c 'echo "frame $JOB_COMPLETION_INDEX"' \
  | sed 's/^spec:$/spec:\n  completions: 6\n  parallelism: 3/' | kubectl create -f -
kubectl wait -n batch --for=condition=complete job/render --timeout=120s
