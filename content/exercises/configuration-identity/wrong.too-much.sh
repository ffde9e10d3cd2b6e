# fails: forbidden/least
# The door is open, and so are all the others.
kubectl create rolebinding reporter-admin -n data --clusterrole=admin --serviceaccount=tools:reporter
