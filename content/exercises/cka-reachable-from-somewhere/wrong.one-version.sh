# fails: both/always
# The version that fails is taken out.
kubectl scale deployment @{app}-two -n @{namespace} --replicas=0
@{proxy.mend}
sleep 30
