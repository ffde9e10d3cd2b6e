# fails: rollback/recorded, rollback/works
# The Deployment goes back, but Helm knows nothing of it, and the next upgrade brings the fault again.
kubectl rollout undo deployment/@{down}-podinfo -n @{namespace} --to-revision=1
sleep 40
