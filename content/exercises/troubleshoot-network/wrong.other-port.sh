# fails: ledger/answers
# The Service's port is the door that clients knock at; the Pods' port is targetPort.
kubectl patch service ledger -n bank --type=merge -p '{"spec":{"ports":[{"port":8080,"targetPort":8080}]}}'
