# fails: heal/comes-back
# A Pod made anew by hand is as mortal as the first.
kubectl delete pod lonely
kubectl run lonely --image=redis:7.4 --labels=app=lonely
kubectl wait --for=condition=Ready pod/lonely --timeout=120s
