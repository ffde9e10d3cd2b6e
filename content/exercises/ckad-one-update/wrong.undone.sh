# fails: held/done
# Back to where it was: nothing stands still, and nothing is new.
kubectl rollout resume deployment/@{held} -n @{namespace}
kubectl rollout undo deployment/@{held} -n @{namespace} --to-revision=1
sleep 30
