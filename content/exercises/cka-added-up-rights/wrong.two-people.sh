# fails: built-in/everyone
# The rights go to the two who are named.
kubectl create role v -n @{namespace} --verb=get,list,watch --resource=@{kind.plural}.@{kind.group}
kubectl create role e -n @{namespace} --verb=get,list,watch,create,update,patch,delete --resource=@{kind.plural}.@{kind.group}
kubectl create rolebinding v -n @{namespace} --role=v --user=@{viewer}
kubectl create rolebinding e -n @{namespace} --role=e --user=@{editor}
sleep 5
