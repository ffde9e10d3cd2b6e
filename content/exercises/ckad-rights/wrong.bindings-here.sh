# fails: who/names
# Only what is bound in the namespace itself
echo @{who.edit} > /opt/answers/rights/delete.txt
