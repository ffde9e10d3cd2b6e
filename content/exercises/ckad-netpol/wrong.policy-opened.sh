# fails: labels/policies, labels/not-elsewhere
# The way is open, for everybody.
kubectl delete networkpolicy -n @{namespace} deny-all @{front}-in @{store}-in
