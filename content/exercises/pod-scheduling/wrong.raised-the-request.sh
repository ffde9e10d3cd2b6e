# fails: oom/limits, oom/stays
# The request is what the scheduler reserves; the kernel kills at the limit. Here it cannot exceed it either.
kubectl set resources deployment/thumbs -n media --requests=memory=128Mi
sleep 60
