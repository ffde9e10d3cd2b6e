# fails: stowaway/others-live, stowaway/gone
# All Pods of the node are swept away, and the stowaway, which is none, stays.
kubectl delete pods -n lab --field-selector spec.nodeName=node02
sleep 30
