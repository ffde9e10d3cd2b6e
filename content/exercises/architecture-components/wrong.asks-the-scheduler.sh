# fails: solo/not-scheduled
# A node selector leads to the same node, but it is the scheduler that follows it.
kubectl run solo --image=nginx:1.27 --overrides='{"spec":{"nodeSelector":{"kubernetes.io/hostname":"node02"}}}'
kubectl wait --for=condition=Ready pod/solo --timeout=60s
