# fails: rescue/image, rescue/nothing-broken
# The broken Pod comes back from the same template.
kubectl delete pod --namespace=cafe --all
sleep 60
